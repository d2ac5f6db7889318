package io.lepton.registry;

/**
 * What the registry tells the person who asked: {@code Cannot ...: why}, and what to do next. Thrown for names that do
 * not exist, rules that forbid the request, files that were changed, and file systems that cannot be reached.
 */
public final class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
