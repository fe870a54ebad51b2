/** What every page runs: small things that make forms kinder. Everything works without it, except 3D. */

import "@fontsource-variable/bricolage-grotesque/opsz.css";
import "@fontsource-variable/figtree/index.css";
import "./styles/index.css";
import htmx from "htmx.org";
import { countDown } from "./countdown";
import { keepDrafts } from "./drafts";
import { enhanceMenus } from "./menus";
import { listenForNews } from "./news";
import { standInForMissingPictures } from "./pictures";
import { enhanceUploads } from "./upload";
import { offerOwnZone } from "./zone";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;

// A new picture does not take the place of a model that is being turned.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, detail } = event as CustomEvent<{ shouldSwap: boolean }>;
  if ((target as Element).querySelector("prosum-viewer:is(.is-loading, .is-open)"))
    detail.shouldSwap = false;
});

enhanceMenus();
enhanceUploads();
standInForMissingPictures();
keepDrafts();
listenForNews(htmx);
countDown();
offerOwnZone();
