import { type ReactNode, useState } from "react";

/** Set by the build: the styles of the page are full. */
declare const EXTRAS_STYLES: string;

let areStylesThere = false;

/** Shows its children once the styles of what is loaded later are there, or cannot be had. */
export function Styled({ children }: { children: ReactNode }) {
  const [isStyled, setStyled] = useState(areStylesThere);
  const show = () => {
    areStylesThere = true;
    setStyled(true);
  };
  return (
    <>
      <link rel="stylesheet" href={EXTRAS_STYLES} onLoad={show} onError={show} />
      {isStyled && children}
    </>
  );
}
