/*
 * grave_words.h - what is grave, and what only sounds so; between the files of grave.
 *
 * Phrases of folded words separated by |; _ stands for any one word. They are compared by sound, so that "violensia"
 * and "me pegava" need no row; long words may also be one letter wrong.
 */
#ifndef AYNI_TEXT_GRAVE_WORDS_H
#define AYNI_TEXT_GRAVE_WORDS_H

extern const char grave_despair[], grave_violence[], grave_accident[];
/* "me muero de hambre": what is taken out of a message before it is judged. */
extern const char grave_harmless[];
/* Single words: "se" and one of grave_hurts with somebody beside it ("se quemaron 2 señoras", "la niña se cayó"); what may stand between. */
extern const char grave_hurts[], grave_somebody[], grave_between[];
/* "2 señoras quemadas" */
extern const char grave_hurt_of[];

#endif
