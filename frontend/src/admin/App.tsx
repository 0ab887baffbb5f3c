import { useEffect, useRef, useState } from "react";
import { ApiError, onSessionLost } from "../shared/api";
import { useCommon } from "../shared/locales/common";
import { Button } from "../shared/ui/Button";
import { EmptyState } from "../shared/ui/EmptyState";
import { ErrorBoundary } from "../shared/ui/ErrorBoundary";
import { FailedPage } from "../shared/ui/FailedPage";
import { ShieldIcon, WarningIcon } from "../shared/ui/icons";
import { Spinner } from "../shared/ui/Spinner";
import { Role } from "../shared/roles";
import { pageAt, pagesFor } from "./pages";
import { PageView } from "./PageView";
import { LazyModule, useModule } from "../shared/lazyModule";
import { usePath } from "./router";
import { loadSelf, SelfContext, useSelf } from "./self";
import { Sidebar } from "./Sidebar";
import { errorText, useText } from "./text";
import { Banner } from "../shared/ui/Banner";
import { PageHead } from "./ui/PageHead";
import { PasswordPrompt } from "./ui/PasswordPrompt";
import { useLoad } from "../shared/useLoad";
import { siteName } from "../shared/site";

/** Above every page; it comes after the frame, which must not wait for it. */
const banner = new LazyModule(() => import("./alerts/AlertBanner"));

/** The panel: who is asking, the navigation, and the page that the address names. */
export function App() {
  const t = useText().shell;
  const common = useCommon();
  const self = useLoad("self", loadSelf);
  const status = self.error instanceof ApiError ? self.error.status : null;

  useEffect(() => {
    if (status === 401) location.replace("/login");
  }, [status]);

  if (self.value && self.value.role < Role.admin) return <Forbidden />;
  if (status === 403) return <Forbidden />;
  if (self.error && status !== 401) {
    return (
      <main className="admin-alone">
        <h1 className="visually-hidden">{t.title}</h1>
        <EmptyState icon={WarningIcon} title={errorText(self.error)} action={<Button onClick={self.refresh}>{common.retry}</Button>} />
      </main>
    );
  }
  if (!self.value) return <main className="admin-alone"><Spinner size={28} label={common.loading} /></main>;
  return (
    <SelfContext.Provider value={self.value}>
      <Shell />
    </SelfContext.Provider>
  );
}

function Shell() {
  const t = useText().shell;
  const common = useCommon();
  const path = usePath();
  const page = pageAt(path);
  const self = useSelf();
  const title = page ? t[page.name] : t.title;

  useEffect(() => {
    document.title = `${title} · ${siteName}`;
  }, [title]);

  // As a page that loads anew would: the next Tab begins at its top. An open dialog keeps its focus.
  // The panel scrolls and not the document, so that keys scroll only once the focus is inside.
  const before = useRef<string | null>(null);
  useEffect(() => {
    const content = document.getElementById("content");
    const isIdle = document.activeElement === null || document.activeElement === document.body;
    if (before.current !== path && (before.current !== null || isIdle)) content?.focus({ preventScroll: true });
    if (before.current !== null && before.current !== path) content?.parentElement?.scrollTo({ top: 0 });
    before.current = path;
  }, [path]);

  return (
    <div className="admin">
      <a className="skip-link" href="#content">{common.skipToContent}</a>
      <Sidebar path={path} />
      <main className="admin-main" id="content" tabIndex={-1}>
        <SignedOut />
        <PasswordPrompt />
        <Alarm path={path} />
        <ErrorBoundary key={path} fallback={(retry) => <FailedPage retry={retry} />}>
          {page && !pagesFor(self?.role).includes(page) && <PageHead title={title} intro={t.onlyOwner} />}
          {page && pagesFor(self?.role).includes(page) && <PageView page={page} title={title} />}
          {!page && <PageHead title={t.notFound} />}
        </ErrorBoundary>
      </main>
    </div>
  );
}

function Alarm({ path }: { path: string }) {
  const { loaded } = useModule(banner);
  return loaded && <loaded.AlertBanner path={path} />;
}

/** Says that the session ended, and leaves everything that was typed where it is. */
function SignedOut() {
  const t = useText();
  const [isLost, setLost] = useState(false);
  useEffect(() => onSessionLost(() => setLost(true)), []);
  if (!isLost) return null;
  const signIn = <a className="button button-secondary button-small" href="/login" target="_blank" rel="noreferrer" onClick={() => setLost(false)}>{t.shell.signIn}</a>;
  return <Banner tone="warn" role="alert" action={signIn}>{t.errors.unauthorized}</Banner>;
}

function Forbidden() {
  const t = useText().shell;
  return (
    <main className="admin-alone">
      <h1 className="visually-hidden">{t.title}</h1>
      <EmptyState
        icon={ShieldIcon}
        title={t.forbidden}
        action={
          <div className="row">
            <a className="button button-secondary" href="/">{t.backToChat}</a>
            <a className="button button-primary" href="/login">{t.signIn}</a>
          </div>
        }
      />
    </main>
  );
}
