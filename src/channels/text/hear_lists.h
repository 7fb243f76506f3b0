/*
 * hear_lists.h - small words of everyday Spanish, folded; what declared commands mean stands with them.
 *
 * Words are separated by |; lists of phrases end with NULL.
 */
#ifndef AYNI_TEXT_HEAR_LISTS_H
#define AYNI_TEXT_HEAR_LISTS_H

extern const char hear_fillers[], hear_softeners[], hear_blockers[], hear_units[], hear_be[];
/* Said at the end of a wish; and what makes what follows a command's words doubtful. */
extern const char hear_courtesy[], hear_rest_doubts[];
/* Beside "asisto" and "no voy": of a meeting, its hour, and nothing else. */
extern const char hear_coming[];
/* Beside a number that counts no plates. */
extern const char hear_labels[];
/* Who eats; and words that say that they did. */
extern const char hear_people[], hear_eating[];
extern const char *const hear_greetings[], *const hear_fixes[], *const hear_instead[];

#endif
