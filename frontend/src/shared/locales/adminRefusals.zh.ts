/** 管理后台对拒绝的说明，以及要求输入密码的文案。 */
import type { AdminRefusals } from "./adminRefusals.en";

export const adminRefusalsZh: AdminRefusals = {
  confirmPassword: {
    title: "输入密码确认",
    text: "为确认是你本人在操作。接下来半小时内不再询问。",
    missing: "请输入密码。",
  },
  errors: {
    confirm_password: "未作任何更改：此操作需要输入密码确认。",
    no_password: "此操作需要输入密码确认，而你还没有密码，请让其他管理员为你设置一个。",
    wrong_password: "密码不正确。",
    username_taken: "该用户名已被使用。",
    last_admin: "这是最后一位管理员，请先将其他人设为管理员。",
    account_dedicated: "专用账号只服务一位成员：它可能已专用于某人，或已有其他成员绑定，因而不能设为专用。",
    already_bound: "该成员已经绑定到这个账号。",
    package_in_use: "仍有成员使用此套餐，请先为他们更换套餐。",
    unauthorized: "你已退出登录，请重新登录；已填写的内容会保留在此页。",
    too_large: "内容过长。",
    unknown: "出错了。",
  },
};
