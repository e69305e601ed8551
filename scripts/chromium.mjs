// Unpack the Chromium of the npm package @sparticuz/chromium (for the browser tests, where the
// system has none) and print where it lies.
import chromium from "@sparticuz/chromium";

chromium.setGraphicsMode = false;
console.log(await chromium.executablePath());
