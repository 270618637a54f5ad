// Everything here only improves pages that are whole without it.
import { startDisclosure } from "./disclosure.js";
import { startPosition } from "./position.js";
import { startQuickExit } from "./quick-exit.js";
import { startShare } from "./share.js";
import { startTils } from "./tils.js";

for (const start of [startQuickExit, startPosition, startShare, startDisclosure, startTils]) start(document);
