import Domain

extension FileFlaw {
    var status: Int {
        switch self {
        case .empty, .sizeDiffers, .tooManyAtOnce, .tooMuchAtOnce: 400
        case .unknown: 404
        case .filled, .unfilled, .noRoom, .tooManyUnsent, .imagesNotTaken: 409
        case .tooLarge: 413
        case .unknownKind: 415
        case .damaged, .tooManyPixels: 422
        }
    }

    var code: String {
        switch self {
        case .empty: "file_empty"
        case .tooLarge: "file_too_large"
        case .unknownKind: "file_unknown_kind"
        case .damaged: "file_damaged"
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
        case .empty, .unknownKind, .damaged, .filled, .unfilled, .unknown, .imagesNotTaken: nil
        }
    }

    var english: String {
        switch self {
        case .empty: "The file is empty."
        case .tooLarge(let limit): "The file is too large: at most \(Self.mebibytes(limit)) MiB."
        case .unknownKind: "Only PNG, JPEG, GIF and WebP images can be sent."
        case .damaged: "This image is damaged."
        case .tooManyPixels(let side, let all):
            "The image has too many pixels: at most \(side) on a side, and \(all / 1_000_000) million in all."
        case .sizeDiffers(let announced): "The upload must have exactly the \(announced) bytes that were announced."
        case .filled: "This file was uploaded before."
        case .unfilled: "The upload of this file is not complete."
        case .noRoom(let limit):
            "Your files would take more than the \(Self.mebibytes(limit)) MiB that you have. Delete chats with images to make room."
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
        case .unknownKind: "只能发送 PNG、JPEG、GIF 和 WebP 图片。"
        case .damaged: "图片已损坏。"
        case .tooManyPixels(let side, let all): "图片像素过多：单边最多 \(side)，总共最多 \(all / 10000) 万。"
        case .sizeDiffers(let announced): "上传内容必须正好是所声明的 \(announced) 字节。"
        case .filled: "这个文件已经上传过。"
        case .unfilled: "这个文件还没有上传完。"
        case .noRoom(let limit): "你的文件会超出可用的 \(Self.mebibytes(limit)) MiB，请删除含图片的对话以腾出空间。"
        case .tooManyUnsent(let limit): "最多可有 \(limit) 个文件等待发送，请先发送或移除一些，或明天再试。"
        case .tooManyAtOnce(let limit): "一条消息最多附带 \(limit) 个文件。"
        case .tooMuchAtOnce(let limit): "一条消息的图片合计最多 \(Self.mebibytes(limit)) MiB。"
        case .unknown: "消息中的一个文件已不存在，请移除后重新添加。"
        case .imagesNotTaken: "这个模型在这里不能接收图片，请换一个模型，或新建不含图片的对话。"
        }
    }

    private static func mebibytes(_ bytes: Int) -> Int { bytes >> 20 }
}
