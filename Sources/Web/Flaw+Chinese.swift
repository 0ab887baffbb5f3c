package import Domain

extension Flaw {
    package var chinese: String {
        switch self {
        case .missing: "缺少此项"
        case .empty: "不能为空"
        case .not(let kind): "必须是\(kind.chinese)"
        case .notOneOf(let words): "必须是 \(Self.list(words))"
        case .outOfRange(let range): "必须在 \(range.lowerBound) 到 \(range.upperBound) 之间"
        case .secondsOutOfRange(let range): "必须是 \(range.lowerBound) 到 \(range.upperBound) 之间的整数秒"
        case .longerThan(let most, .characters): "超过了 \(most) 个字符"
        case .longerThan(let most, .bytes): "超过了 \(most) 字节"
        case .length(let range): "长度必须是 \(range.lowerBound) 到 \(range.upperBound) 个字符"
        case .holdsNUL: "含有空字符（NUL）"
        case .holdsControlCharacters: "不能含有控制字符"
        case .absurdMarks(let longest): "连续的组合符号超过 \(longest) 个，请删去一些。"
        case .notPrintableASCII: "只能使用可打印的 ASCII 字符，不能有空格"
        case .notAnAddress: "每行须为 IP 地址或网段（CIDR）"
        case .notAKey: "必须是 1 到 64 个字符，只能使用 A-Z a-z 0-9 - _"
        case .notInTheFuture: "必须是将来的时间"
        case .notAfterStart: "会使时间范围的结束早于开始"
        case .tooManyBuckets(let most): "会使时间范围超过 \(most) 个小时或天：请缩短范围，或改为按天统计"
        case .moreDays(let most): "会使时间范围超过 \(most) 天：请缩短范围"
        case .isUserName: "不能与用户名相同"
        case .incomplete: "内容不完整"
        case .notAForm: "不是可读取的表单（multipart/form-data）"
        case .brokenJSON(let place): "不是有效的 JSON：第 \(place) 个字节不符合格式"
        case .tooDeep(let most): "嵌套超过了 \(most) 层"
        case .tooManyValues(let most): "超过了 \(most) 个值"
        case .nameTwice: "同一个名称出现了两次"
        case .occursTwice: "同一项出现了两次"
        case .notOne: "必须恰好包含一条消息"
        case .noModel: "至少要写一个模型"
        case .badModelName: "模型名称的长度必须是 1 到 255 个字符"
        case .badModelPattern: "模型的匹配模式须为 1 到 64 字节，不含空格和逗号，最多四个 *"
        case .matchesNoModel: "与任何账号的模型都不匹配"
        case .badGroupName: "分组名须为 1 到 64 个字符，不含逗号"
        case .notARatio: "必须是 0 到 1000000 的数字"
        case .entry(let name, let flaw): "“\(name)”\(flaw.chinese)"
        case .tooManyKeys(let most): "的密钥超过 \(most) 个"
        case .lastKey: "是该账号的最后一个密钥：请删除账号，或先添加其他密钥"
        case .notThere: "指向的内容不存在"
        case .notAWindow: "必须是 hour、day、week、month，或 1m 到 90d 之间的时长，例如 30m、5h、7d"
        case .twoLimits(let window): "同一个时间窗口（\(window.name)）有两个限额"
        case .notADay: "“before:”和“after:”后需要日期，例如 2026-01-31，也可以是月份或年份"
        case .notADate: "必须是日期，例如 2026-01-31"
        case .noProjectName: "“in:”后需要项目名称"
        case .noneOf(let names): "需要 \(Self.list(names)) 中的一项"
        case .besides(let other): "不能与 \(other) 同时使用"
        case .unknown: "不是本服务器给出的值"
        case .scheme(let schemes): "必须以 \(Self.list(schemes.map { $0 + "://" })) 开头"
        case .hasQuery: "不能带查询参数或片段"
        case .hasUser: "不能包含用户名或密码"
        case .noHost: "必须写明主机名；如有端口，必须在 1 到 65535 之间"
        case .forbiddenName(let name, let allowed): "不能设置 \(name)；可以设置：\(allowed.joined(separator: "、"))"
        case .login(let flaw): flaw.chinese
        case .badHeader(let name): "\(name) 必须是 1 到 1024 个可打印的 ASCII 字符"
        case .circle(let name): "“\(name)” 绕一圈又回到了自己"
        case .notSupported: "本服务器不支持"
        case .notAPicture: "必须是 PNG、JPEG 或 WebP 图片"
        case .tooManyPixels(let side): "图片像素过多：单边最多 \(side)"
        case .notAMailAddress: "必须是邮箱地址，例如 name@example.com"
        case .notAVersion: "必须是版本名称，例如 2024-10-21"
        }
    }

    /// `a`, `a 或 b`, `a、b 或 c`.
    private static func list(_ words: [String]) -> String {
        guard words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: "、") + " 或 " + words[words.count - 1]
    }
}

extension Flaw.Kind {
    fileprivate var chinese: String {
        switch self {
        case .text: "文本"
        case .flag: " true 或 false"
        case .wholeNumber: "整数"
        case .object: "对象"
        case .list: "数组"
        case .texts: "文本数组"
        case .objects: "对象数组"
        }
    }
}
