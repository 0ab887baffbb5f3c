// Prism looks for this at its start: without it, it would walk through the page by itself.
(globalThis as { Prism?: unknown }).Prism = { manual: true, disableWorkerMessageHandler: true };
export {};
