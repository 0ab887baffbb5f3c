/** Adds a stylesheet of ours to the page; resolves once it applies. */
export function stylesheet(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error(`no stylesheet at ${address}`));
    };
    document.head.append(link);
  });
}
