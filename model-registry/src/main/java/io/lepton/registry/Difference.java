package io.lepton.registry;

/** What two versions do not have in common; an absent side is "-". */
public record Difference(String what, String left, String right) {
    @Override
    public String toString() {
        return what + ": " + left + " → " + right;
    }
}
