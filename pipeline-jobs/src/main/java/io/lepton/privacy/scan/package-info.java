/**
 * Finds the columns that tell who somebody is, or what nobody may be judged by, and says why it thinks so. Suggestions for a person to
 * confirm: a scan protects nothing.
 */
package io.lepton.privacy.scan;
