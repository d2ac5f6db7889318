/**
 * Finds personal data in running text and replaces it with tags. What has a form is found by {@link io.lepton.privacy.form}; names of
 * persons and places are found with lists of given names, surnames and places, and with what stands around them: capital letters, titles,
 * initials, prepositions. Words that are names and ordinary words alike ("Will", "Rose", "Reading") count only where their surroundings
 * speak for a name.
 *
 * <p>A list knows whom it lists: names from Europe and the Americas are covered best. What was measured stands in
 * docs/finding-personal-data.md.
 */
package io.lepton.privacy.text;
