/** One part as it shows in the open file. */

import type { Copy } from "../../core/batches";
import type { Shown } from "../document/expand";
import type { Box } from "../geometry/box";
import type { Part } from "../parts/library";

export interface Item {
  /** Its number in the indices of boxes and connectors. */
  owner: number;
  shown: Shown;
  part: Part;
  /** In the batches, one for each surface. */
  copies: Copy[];
  /** In the model, in LDU; empty for a part that draws nothing. */
  box: Box;
}
