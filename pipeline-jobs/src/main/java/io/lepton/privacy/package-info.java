/**
 * Personal data made safe to work with: which columns tell who somebody is ({@link io.lepton.privacy.scan.ColumnScanner}), how each is
 * protected ({@link io.lepton.privacy.ColumnProtection}), k-anonymity and its kin by local recoding ({@link io.lepton.privacy.Anonymizer}), and the
 * proof on the published table ({@link io.lepton.privacy.proof.PrivacyVerifier}).
 *
 * <p><strong>How generalized values read.</strong> A class of one value keeps that value as it was. Otherwise the column becomes text:
 *
 * <ul>
 *   <li>numbers and dates: {@code [lo, hi]}, both ends real values of the class; {@code [lo, hi)} where a fixed width was asked for;
 *   <li>categories: {@code {a, b, c}} sorted, or {@code *} for any value of the column; a value that holds a comma, a brace, a quote or
 *       space at its ends is written in double quotes, with {@code \} before quotes and backslashes inside;
 *   <li>categories with a hierarchy: the label of the lowest node above them;
 *   <li>texts of more than 256 different values and no hierarchy: their common beginning with a star, {@code 891*};
 *   <li>a class that mixes missing and present values appends {@code " or missing"}: {@code [25, 30] or missing}; a class whose values
 *       are all missing stays null.
 * </ul>
 *
 * <p>The search itself, on codes and without Spark, is {@link io.lepton.privacy.recoding}.
 */
package io.lepton.privacy;
