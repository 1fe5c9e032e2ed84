/** Registers <clinic-chat>. Embed: <script type="module" src="https://clinic.example/widget/clinic-chat.js"></script> */
import { ClinicChatElement } from "./element.js";

ClinicChatElement.define();

export { ClinicChatElement };
