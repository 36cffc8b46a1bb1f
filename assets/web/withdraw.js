// The QR code of a kiosk carries the code behind '#', the part of an address
// that browsers send to nobody. It goes into the field and out of the address
// bar and the history; the person still presses the button.
const field = document.getElementById("code");
const digits = location.hash.replace(/\D/g, "").slice(0, 12);
if (location.hash) {
  history.replaceState(null, "", location.pathname);
}
if (field && digits) {
  field.value = digits.replace(/(\d{4})(?=\d)/g, "$1 ");
}
