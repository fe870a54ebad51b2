/** The page that other sites show in a frame: the model alone. */

import "../site/styles/tokens.css";
import "../site/styles/base.css";
import "../site/styles/controls.css";
import "../site/styles/viewer.css";
import "./embed.css";
import "./element";
