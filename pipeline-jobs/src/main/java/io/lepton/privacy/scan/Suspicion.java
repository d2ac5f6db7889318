package io.lepton.privacy.scan;

/** What a column is thought to be, why, and what is to be done. */
record Suspicion(Role role, String evidence, String proposal) {

    static final String LINK = "drop, or pseudonymize to link rows";
    static final String REDACT = "redact, or drop";

    static Suspicion of(Role role, String evidence) {
        return new Suspicion(
                role,
                evidence,
                switch (role) {
                    case IDENTIFIER -> LINK;
                    case QUASI_IDENTIFIER -> "k-anonymize";
                    case PROTECTED -> "k-anonymize, audit fairness by it";
                    case SENSITIVE -> "protect the others, so that nobody is found by them";
                    case PLAIN -> "";
                });
    }
}
