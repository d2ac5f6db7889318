package io.lepton.fairness.counting;

import java.io.Serial;
import java.io.Serializable;

/**
 * What labels and predictions are, and so how rows are counted and measured.
 *
 * @param kind what they are
 * @param classes how many there are, numbered from 0; 0: those that rows have
 */
public record AuditTask(Kind kind, int classes) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Nobody told: rows whose numbers are all 0 or 1 are binary, all whole numbers from 0 to 999 classes, any others quantities. */
    public static final AuditTask GUESSED = new AuditTask(Kind.GUESSED, 0);
    /** Labels and predictions are 0 or 1. */
    public static final AuditTask BINARY = new AuditTask(Kind.BINARY, 2);
    /** Labels and predictions are any numbers, whole ones, too. */
    public static final AuditTask QUANTITY = new AuditTask(Kind.QUANTITY, 0);

    /** Whether labels are classes. */
    public enum Kind {
        GUESSED,
        BINARY,
        CLASSES,
        QUANTITY
    }

    /**
     * Several classes, of which a batch need not hold all.
     *
     * @param count 0: those that rows have
     */
    public static AuditTask classes(int count) {
        return new AuditTask(Kind.CLASSES, count);
    }

    /** Whether the probabilities of all classes are counted where they are known. */
    public boolean countsProbabilities() {
        return kind == Kind.CLASSES && classes > 0 && classes <= ClassScores.MOST_CLASSES;
    }

    boolean mayBeBinary() {
        return kind == Kind.GUESSED || kind == Kind.BINARY;
    }

    boolean mayBeClasses() {
        return kind == Kind.GUESSED || kind == Kind.CLASSES;
    }
}
