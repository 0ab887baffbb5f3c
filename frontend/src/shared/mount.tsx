import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { startLanguage } from "./i18n";
import { startTheme } from "./theme";
import { ErrorBoundary } from "./ui/ErrorBoundary";
import { FailedPage } from "./ui/FailedPage";
import { Toaster } from "./ui/Toast";

/** Applies theme and language and renders a page into `#root`, with its toasts. */
export function mount(page: ReactNode): void {
  startTheme();
  startLanguage();
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <>
      <ErrorBoundary fallback={() => <FailedPage retry={() => location.reload()} />}>{page}</ErrorBoundary>
      <Toaster />
    </>,
  );
}
