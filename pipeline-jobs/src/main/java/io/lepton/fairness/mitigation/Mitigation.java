package io.lepton.fairness.mitigation;

/** A fitted repair of unfairness says when it acts and what it needs. */
public interface Mitigation {

    /** When a repair acts. */
    enum Family {
        /** Changes training rows or their weights. */
        BEFORE_TRAINING,
        /** Changes what is trained. */
        IN_TRAINING,
        /** Changes scores, or the decisions made of them. */
        AFTER_TRAINING
    }

    Family family();

    /** Whether rows that are scored must tell the protected attribute. Where it may not be kept or used then, choose a repair without. */
    boolean needsProtectedAttribute();
}
