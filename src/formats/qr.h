/*
 * qr.h - QR codes as inline SVG (libqrencode).
 */
#ifndef AYNI_QR_H
#define AYNI_QR_H

#include "html.h"

/*
 * The code of text as one <svg> without a size of its own: black modules on white with
 * the quiet zone of four modules, whatever the page's colours are, since a camera must read it.
 * Error correction M (15 %). label is what screen readers say. Empty markup when text is empty or
 * longer than a code can hold (2,331 bytes). Any thread.
 */
struct html qr_svg(struct arena *a, struct str text, struct str label);
/*
 * The code itself for who draws it otherwise: a byte a module, row by row, the lowest bit dark; *side_out of them a row, without
 * the quiet zone. A text of digits, capitals and " $%*+-./:" gives the smallest code. NULL as above. Any thread.
 */
const unsigned char *qr_modules(struct arena *a, struct str text, int *side_out);

#endif
