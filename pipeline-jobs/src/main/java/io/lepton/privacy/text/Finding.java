package io.lepton.privacy.text;

import io.lepton.privacy.form.Kind;

/**
 * Personal data in a text.
 *
 * @param start first character
 * @param end first character after it
 */
public record Finding(Kind kind, int start, int end) {

    /** The characters themselves; not part of {@link #toString}, which may be logged. */
    public String of(CharSequence text) {
        return text.subSequence(start, end).toString();
    }
}
