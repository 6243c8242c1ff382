/** All kinds of fields. */
export { Checkbox, Switch } from "./checkbox";
export { Choice } from "./choice";
export { FieldGroup } from "./field-frame";
export { NumberField } from "./number-field";
export { type Option, Picker } from "./picker";
export { Stepper } from "./stepper";
export { PasswordField, TextField } from "./text-field";
