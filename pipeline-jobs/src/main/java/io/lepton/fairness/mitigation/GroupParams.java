package io.lepton.fairness.mitigation;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * Which group a row belongs to.
 *
 * @param <S> the stage itself, for setters in a chain
 */
public interface GroupParams<S> extends Params {
    /** Rows of a group that was not seen when fitting fail the job. */
    String ERROR = "error";

    /** Rows of a group that was not seen when fitting stay as they are. */
    String KEEP = "keep";

    StringArrayParam protectedCols();

    Param<String> handleInvalid();

    /** @param columns at least one, of texts, numbers or booleans */
    default S setProtectedCols(String... columns) {
        set(protectedCols(), columns);
        return self();
    }

    /** @param value error or keep */
    default S setHandleInvalid(String value) {
        set(handleInvalid(), value);
        return self();
    }

    /** The stage as its own type. */
    @SuppressWarnings("unchecked")
    default S self() {
        return (S) this;
    }

    /** Whether a row of an unseen group stays as it is, rather than fail. */
    default boolean keepsUnseenGroups() {
        return getOrDefault(handleInvalid()).equals(KEEP);
    }
}
