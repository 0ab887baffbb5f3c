package import Domain

extension PackageHolders {
    package var english: String {
        var parts: [String] = []
        if isGlobal { parts.append("everybody") }
        if !members.isEmpty { parts.append("members \(members.joined(separator: ", "))") }
        if !groups.isEmpty { parts.append("groups \(groups.joined(separator: ", "))") }
        if !accounts.isEmpty { parts.append("accounts \(accounts.joined(separator: ", "))") }
        if !keys.isEmpty { parts.append("keys \(keys.joined(separator: ", "))") }
        if others > 0 { parts.append("\(others) more") }
        return "This package is in use: \(parts.joined(separator: "; "))."
    }

    package var chinese: String {
        var parts: [String] = []
        if isGlobal { parts.append("所有人") }
        if !members.isEmpty { parts.append("成员 \(members.joined(separator: "、"))") }
        if !groups.isEmpty { parts.append("分组 \(groups.joined(separator: "、"))") }
        if !accounts.isEmpty { parts.append("账号 \(accounts.joined(separator: "、"))") }
        if !keys.isEmpty { parts.append("密钥 \(keys.joined(separator: "、"))") }
        if others > 0 { parts.append("另外 \(others) 个") }
        return "这个套餐正在使用：\(parts.joined(separator: "；"))。"
    }
}
