package io.lepton.privacy.scan;

/** What a column is to a person's privacy. */
public enum Role {
    /** Names a person by itself: drop, mask or pseudonymize it. */
    IDENTIFIER,
    /** Harmless alone, but together with others it singles people out: make it k-anonymous. */
    QUASI_IDENTIFIER,
    /** A ground on which nobody may be disadvantaged, and mostly a quasi-identifier too: k-anonymize and audit by it. */
    PROTECTED,
    /** What people would mind others to learn of them. */
    SENSITIVE,
    PLAIN
}
