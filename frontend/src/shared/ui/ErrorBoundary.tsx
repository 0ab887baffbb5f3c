import { Component, type ReactNode } from "react";

interface Props {
  children: ReactNode;
  /** What stands in the place of what could not be drawn. */
  fallback: (retry: () => void) => ReactNode;
  /** Another value is another try. */
  resetKey?: unknown;
}

/** Keeps a part of the page that cannot be drawn from taking the rest of it away. */
export class ErrorBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.hasFailed && before.resetKey !== this.props.resetKey) this.retry();
  }

  private readonly retry = () => this.setState({ hasFailed: false });

  override render() {
    return this.state.hasFailed ? this.props.fallback(this.retry) : this.props.children;
  }
}
