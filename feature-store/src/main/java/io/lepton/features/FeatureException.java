package io.lepton.features;

/** A table or a plan that cannot be used; the message says why and what to do. */
public final class FeatureException extends RuntimeException {
    public FeatureException(String message) {
        super(message);
    }

    public FeatureException(String message, Throwable cause) {
        super(message, cause);
    }
}
