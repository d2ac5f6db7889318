/**
 * What personal data look like: the forms of e-mail addresses, telephone, account, card and national numbers, network addresses, dates
 * and postcodes, with their check digits where the standard gives some. Forms are matched by small hand-written automata that read each
 * character of a candidate a bounded number of times, so that no text, however made, takes longer than its length warrants.
 *
 * <p>Sources: ISO 13616 (IBAN), ISO/IEC 7812 (cards), ISO/IEC 7064 (check characters), GB 11643 (China), and for each country the
 * issuer's own description, named beside the check. Telephone numbers are judged by Google's libphonenumber.
 */
package io.lepton.privacy.form;
