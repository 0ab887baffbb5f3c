import Domain

extension FileFlaw {
    var status: Int {
        switch self {
        case .empty, .sizeDiffers, .tooManyAtOnce, .tooMuchAtOnce: 400
        case .unknown: 404
        case .filled, .unfilled, .noRoom, .tooManyUnsent, .imagesNotTaken, .notText: 409
        case .tooLarge: 413
        case .unknownKind: 415
        case .damaged, .tooManyPixels, .locked, .tooComplex, .notInEncoding: 422
        }
    }

    var code: String {
        switch self {
        case .empty: "file_empty"
        case .tooLarge: "file_too_large"
        case .unknownKind: "file_unknown_kind"
        case .damaged: "file_damaged"
        case .locked: "file_locked"
        case .tooComplex: "file_too_complex"
        case .notInEncoding: "file_not_in_encoding"
        case .notText: "file_not_text"
        case .tooManyPixels: "file_too_many_pixels"
        case .sizeDiffers: "file_size_differs"
        case .filled: "file_filled"
        case .unfilled: "file_unfilled"
        case .noRoom: "file_no_room"
        case .tooManyUnsent: "too_many_unsent_files"
        case .tooManyAtOnce: "too_many_files"
        case .tooMuchAtOnce: "files_too_large"
        case .unknown: "unknown_file"
        case .imagesNotTaken: "images_not_taken"
        }
    }

    var limit: Int? {
        switch self {
        case .tooLarge(let limit), .noRoom(let limit), .tooManyUnsent(let limit), .tooManyAtOnce(let limit),
            .tooMuchAtOnce(let limit):
            limit
        case .tooManyPixels(_, let all): all
        case .sizeDiffers(let announced): announced
        case .empty, .unknownKind, .damaged, .locked, .tooComplex, .notInEncoding, .notText, .filled, .unfilled,
            .unknown, .imagesNotTaken:
            nil
        }
    }

    var english: String {
        switch self {
        case .empty: "The file is empty."
        case .tooLarge(let limit): "The file is too large: at most \(Self.mebibytes(limit)) MiB."
        case .unknownKind(let seems):
            "Images (PNG, JPEG, GIF, WebP), text files, PDF and Word documents (.docx) can be sent.\(Self.english(seems))"
        case .damaged: "This file is damaged."
        case .locked: "This document is locked with a password. Save it without one and add it again."
        case .tooComplex: "Reading the text of this document took too long. Save it more simply, or paste its text."
        case .notInEncoding(let encoding): "This file is no text in \(encoding.rawValue). Choose another encoding."
        case .notText: "Only the encoding of a text file can be chosen."
        case .tooManyPixels(let side, let all):
            "The image has too many pixels: at most \(side) on a side, and \(all / 1_000_000) million in all."
        case .sizeDiffers(let announced): "The upload must have exactly the \(announced) bytes that were announced."
        case .filled: "This file was uploaded before."
        case .unfilled: "The upload of this file is not complete."
        case .noRoom(let limit):
            "Your files would take more than the \(Self.mebibytes(limit)) MiB that you have. Delete chats with files to make room."
        case .tooManyUnsent(let limit):
            "At most \(limit) files may wait to be sent. Send or remove some, or try again tomorrow."
        case .tooManyAtOnce(let limit): "At most \(limit) files can be sent with one message."
        case .tooMuchAtOnce(let limit): "The images of one message may have \(Self.mebibytes(limit)) MiB together."
        case .unknown: "A file of this message does not exist any more. Remove it and attach it again."
        case .imagesNotTaken:
            "This model cannot be shown images here. Choose another model, or start a chat without images."
        }
    }

    var chinese: String {
        switch self {
        case .empty: "文件是空的。"
        case .tooLarge(let limit): "文件太大，最多 \(Self.mebibytes(limit)) MiB。"
        case .unknownKind(let seems):
            "可以发送图片（PNG、JPEG、GIF、WebP）、文本文件、PDF 和 Word 文档（.docx）。\(Self.chinese(seems))"
        case .damaged: "文件已损坏。"
        case .locked: "这个文档有密码保护，请另存为无密码的文件后重新添加。"
        case .tooComplex: "读取这个文档的文字耗时过长，请用更简单的格式另存，或直接粘贴文字。"
        case .notInEncoding(let encoding): "这个文件不是 \(encoding.rawValue) 编码的文本，请选择其他编码。"
        case .notText: "只有文本文件可以选择编码。"
        case .tooManyPixels(let side, let all): "图片像素过多：单边最多 \(side)，总共最多 \(all / 10000) 万。"
        case .sizeDiffers(let announced): "上传内容必须正好是所声明的 \(announced) 字节。"
        case .filled: "这个文件已经上传过。"
        case .unfilled: "这个文件还没有上传完。"
        case .noRoom(let limit): "你的文件会超出可用的 \(Self.mebibytes(limit)) MiB，请删除含文件的对话以腾出空间。"
        case .tooManyUnsent(let limit): "最多可有 \(limit) 个文件等待发送，请先发送或移除一些，或明天再试。"
        case .tooManyAtOnce(let limit): "一条消息最多附带 \(limit) 个文件。"
        case .tooMuchAtOnce(let limit): "一条消息的图片合计最多 \(Self.mebibytes(limit)) MiB。"
        case .unknown: "消息中的一个文件已不存在，请移除后重新添加。"
        case .imagesNotTaken: "这个模型在这里不能接收图片，请换一个模型，或新建不含图片的对话。"
        }
    }

    /// What a file seems to be, which helps whoever took another one for it.
    private static func english(_ seems: String?) -> String { seems.map { " This one seems to be \($0)." } ?? "" }
    private static func chinese(_ seems: String?) -> String { seems.map { "这个文件似乎是 \($0)。" } ?? "" }

    private static func mebibytes(_ bytes: Int) -> Int { bytes >> 20 }
}
