package io.lepton.registry;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One move of an alias.
 *
 * @param kind {@code promote} to {@code version}, or {@code rollback} to what it named before
 */
record AliasMove(String kind, int version, String why, Instant at) {

    /** The version that an alias names after all of its moves. */
    static Optional<Integer> current(List<AliasMove> moves) {
        return Optional.ofNullable(stack(moves).peek());
    }

    /** The version that a rollback would return to. */
    static Optional<Integer> previous(List<AliasMove> moves) {
        Deque<Integer> stack = stack(moves);
        stack.poll();
        return Optional.ofNullable(stack.peek());
    }

    private static Deque<Integer> stack(List<AliasMove> moves) {
        Deque<Integer> stack = new ArrayDeque<>();
        for (AliasMove move : moves) {
            if (move.kind().equals("rollback")) {
                stack.poll();
            } else if (stack.isEmpty() || stack.peek() != move.version()) {
                stack.push(move.version());
            }
        }
        return stack;
    }
}
