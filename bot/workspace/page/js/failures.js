// What to say when something fails: what is wrong and what to do next.

import { t } from "./words.js";

/** @param {import("./api.js").ApiError} error @param {string} app the app's name */
export function failureText(error, app) {
  const known = {
    offline: () => t("连不上工作区。请看看演示程序是否还在运行，然后再试一次。"),
    operation_timeout: () => t("{app} 没有在 3 秒内回应（operation_timeout）。先看看结果有没有出现，没有再做一次。", { app }),
    dispatch_failed: () => t("{app} 不在线。等左侧的圆点变绿后再试一次。", { app }),
    unknown_command: () => t("没有这个命令。输入 / 可以看到全部命令。"),
    not_in_channel: () => t("你不在这个频道里，不能在这里发言。"),
    channel_not_found: () => t("找不到这个频道。它可能已经被删除，请从左侧另选一个。"),
    message_not_found: () => t("这条消息已经不在了。"),
    msg_too_long: () => t("消息太长，请分成几条发送。"),
    no_text: () => t("还没有写内容。"),
    user_not_found: () => t("找不到这个人，请从上方重新选择身份。"),
    view_not_found: () => t("这个窗口已经过期，请重新打开。"),
    expired_trigger_id: () => t("这次操作已经过期，请重新点一次。"),
    fatal_error: () => t("工作区出错了，请再试一次。"),
  };
  if (Object.hasOwn(known, error.code)) return known[error.code]();
  return error.message && error.message !== error.code ? error.message : t("没有成功（{code}），请再试一次。", { code: error.code });
}
