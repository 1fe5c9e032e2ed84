/** Registers <clinic-chat>; README.md says how to embed it. */
import { ClinicChatElement } from "./element.js";

ClinicChatElement.define();

export { ClinicChatElement };
