// Where there is a search box: suggestions while typing, and searches saved on this device. The page is whole without us.
import { startSaved } from "./saved.js";
import { startSuggestions } from "./suggest.js";

for (const start of [startSuggestions, startSaved]) start(document);
