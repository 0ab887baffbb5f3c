/** 中文句子里的数字。 */
export const number = (n: number): string => n.toLocaleString("zh-CN");
