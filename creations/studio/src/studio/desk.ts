/** What lies on the designer's desk.
 *
 * A panel, a dialog or an action names the things it uses, `Pick<Desk, "store" | "selection">`, and knows nothing else of
 * the Studio. The things themselves do not know the desk.
 */

import type { Stage } from "../core/stage";
import type { AtHand } from "./at_hand";
import type { Checker } from "./checks/checker";
import type { Link } from "./document/keeping/link";
import type { Overlaps } from "./document/keeping/overlaps";
import type { Store } from "./document/store";
import type { OpenModel } from "./open_model";
import type { Page } from "./page";
import type { Colours } from "./parts/colours";
import type { Library } from "./parts/library";
import type { Prices } from "./parts/prices";
import type { Shelf } from "./parts/shelf";
import type { Selection } from "./selection";
import type { Server } from "./server";
import type { Toolbox } from "./tools/toolbox";
import type { Camera } from "./view/camera";
import type { ModelScene } from "./view/model_scene";

/** The creation, as the server tells of it. */
export interface About {
  id: number;
  title: string;
  /** The address of its page. */
  address: string;
  /** The code of its licence. */
  licence: string;
  /** How often its title, licence and story were edited: what is published from here must not overwrite a later edit. */
  edition: number;
  isPublic: boolean;
  licences: { code: string; name: string; words: string }[];
  categories: [name: string, count: number, called: string][];
}

/** What is there before the Studio is: it comes from the server, from this browser, or both. */
export interface Given {
  readonly about: About;
  readonly store: Store;
  readonly link: Link;
  readonly overlaps: Overlaps;
  readonly library: Library;
  readonly colours: Colours;
  readonly prices: Prices;
  readonly shelf: Shelf;
  readonly server: Server;
  readonly page: Page;
}

export interface Desk extends Given {
  readonly stage: Stage;
  readonly scene: ModelScene;
  readonly camera: Camera;
  readonly model: OpenModel;
  readonly selection: Selection;
  readonly atHand: AtHand;
  readonly toolbox: Toolbox;
  readonly checker: Checker;
}
