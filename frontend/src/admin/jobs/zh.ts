/** 耗时任务的文案。 */
import { number } from "../../shared/locales/count.zh";
import type { en } from "./en";

export const zh: typeof en = {
  jobs: {
    beginning: "即将开始…",
    progress: (done, total) => `${number(done)} / ${number(total)}`,
    stale: "暂时看不到进度。",
    failed: "未能完成。",
    errors: {
      cancelled: "已取消，之前完成的部分会保留。",
      interrupted: "服务器在完成之前停止了，请重新开始。",
      unavailable: "服务器无法连接数据库，请稍后重新开始。",
    },
  },
};
