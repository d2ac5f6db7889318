package io.lepton.inference.trees;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.ranks.Questions;
import io.lepton.inference.ranks.RowBits;
import java.io.Serial;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tree as a circuit over bits, 64 rows at a time. As QuickScorer (Lucchese et al., SIGIR 2015) it answers all forks of a tree instead of
 * following one path, and turns the answers into the place of a leaf by bitwise operations; but a word holds one bit of 64 rows, where
 * theirs holds the leaves of one. A fork of height h is the highest bit of an h-bit place; the h - 1 bits below are those of its right
 * or its left side: one multiplexer each. The places of 64 rows are then transposed to bytes.
 */
final class BitTree implements CompiledTree {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A place must fit a byte. */
    static final int MOST_HEIGHT = 8;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Four numbers a multiplexer: where the result goes, the fork's answer, left, right; each the first of some words. */
    private final int[] circuit;
    /** By bit of the place: the first of its words. */
    private final int[] placeBits;

    private final LeafTable leaves;

    private BitTree(int[] circuit, int[] placeBits, LeafTable leaves) {
        this.circuit = circuit;
        this.placeBits = placeBits;
        this.leaves = leaves;
    }

    @Override
    public void add(FeatureBlock block, TreeMemory memory, Sums sums) {
        place(memory);
        leaves.add(memory.bytes(), sums);
    }

    @Override
    public void route(FeatureBlock block, TreeMemory memory, int[] ids, int at, int stride) {
        place(memory);
        for (int row = 0; row < block.rows(); row++) {
            ids[at + row * stride] = leaves.id(memory.bytes()[row] & 0xFF);
        }
    }

    private void place(TreeMemory memory) {
        compute(memory.words());
        for (int word = 0; word < RowBits.WORDS; word++) {
            transpose(memory.words(), word, memory.bytes());
        }
    }

    private void compute(long[] words) {
        for (int i = 0; i < circuit.length; i += 4) {
            int to = circuit[i];
            int answer = circuit[i + 1];
            int left = circuit[i + 2];
            int right = circuit[i + 3];
            long left0 = words[left];
            long left1 = words[left + 1];
            long left2 = words[left + 2];
            long left3 = words[left + 3];
            words[to] = left0 ^ (words[answer] & (left0 ^ words[right]));
            words[to + 1] = left1 ^ (words[answer + 1] & (left1 ^ words[right + 1]));
            words[to + 2] = left2 ^ (words[answer + 2] & (left2 ^ words[right + 2]));
            words[to + 3] = left3 ^ (words[answer + 3] & (left3 ^ words[right + 3]));
        }
    }

    /**
     * Turns eight words, a bit of each row's place in each, into the places: a byte a row, in the order of rows (three rounds of
     * exchanging blocks off the diagonal; Warren, Hacker's Delight, 7-3). Spelled out, since the words must stay in registers.
     */
    private void transpose(long[] words, int word, byte[] to) {
        long a = words[placeBits[0] + word];
        long b = words[placeBits[1] + word];
        long c = words[placeBits[2] + word];
        long d = words[placeBits[3] + word];
        long e = words[placeBits[4] + word];
        long f = words[placeBits[5] + word];
        long g = words[placeBits[6] + word];
        long h = words[placeBits[7] + word];
        long x;
        x = ((a >>> 4) ^ e) & 0x0F0F0F0F0F0F0F0FL;
        e ^= x;
        a ^= x << 4;
        x = ((b >>> 4) ^ f) & 0x0F0F0F0F0F0F0F0FL;
        f ^= x;
        b ^= x << 4;
        x = ((c >>> 4) ^ g) & 0x0F0F0F0F0F0F0F0FL;
        g ^= x;
        c ^= x << 4;
        x = ((d >>> 4) ^ h) & 0x0F0F0F0F0F0F0F0FL;
        h ^= x;
        d ^= x << 4;
        x = ((a >>> 2) ^ c) & 0x3333333333333333L;
        c ^= x;
        a ^= x << 2;
        x = ((b >>> 2) ^ d) & 0x3333333333333333L;
        d ^= x;
        b ^= x << 2;
        x = ((e >>> 2) ^ g) & 0x3333333333333333L;
        g ^= x;
        e ^= x << 2;
        x = ((f >>> 2) ^ h) & 0x3333333333333333L;
        h ^= x;
        f ^= x << 2;
        x = ((a >>> 1) ^ b) & 0x5555555555555555L;
        b ^= x;
        a ^= x << 1;
        x = ((c >>> 1) ^ d) & 0x5555555555555555L;
        d ^= x;
        c ^= x << 1;
        x = ((e >>> 1) ^ f) & 0x5555555555555555L;
        f ^= x;
        e ^= x << 1;
        x = ((g >>> 1) ^ h) & 0x5555555555555555L;
        h ^= x;
        g ^= x << 1;
        int at = 64 * word;
        WORD.set(to, at, a);
        WORD.set(to, at + 8, b);
        WORD.set(to, at + 16, c);
        WORD.set(to, at + 24, d);
        WORD.set(to, at + 32, e);
        WORD.set(to, at + 40, f);
        WORD.set(to, at + 48, g);
        WORD.set(to, at + 56, h);
    }

    /** Lays out one tree. */
    static final class Compiler {
        /** Words that are always zero. */
        static final int ZERO = 0;

        private final Questions questions;
        private final int firstFree;
        private final List<Integer> circuit = new ArrayList<>();
        private final List<Integer> released = new ArrayList<>();
        private int end;

        /** @param firstFree from which word on the circuit may write */
        Compiler(Questions questions, int firstFree) {
            this.questions = questions;
            this.firstFree = firstFree;
            this.end = firstFree;
        }

        BitTree compile(TreeNode root, int output, int outputs, Precision precision) {
            int[] placeBits = Arrays.copyOf(bits(root), MOST_HEIGHT);
            int places = 1 << root.height();
            int[] ids = new int[places];
            double[] values = new double[outputs * places];
            fill(root, 0, places, ids, values);
            return new BitTree(
                    circuit.stream().mapToInt(Integer::intValue).toArray(),
                    placeBits,
                    new LeafTable(output, ids, values, precision));
        }

        /** How many words the circuit needs. */
        int end() {
            return end;
        }

        /** Where the bits of the place are, from the lowest. */
        private int[] bits(TreeNode node) {
            if (!(node instanceof TreeNode.Fork fork)) {
                return new int[0];
            }
            int[] left = bits(fork.left());
            int[] right = bits(fork.right());
            int[] both = new int[Math.max(left.length, right.length) + 1];
            int answer = questions.firstWord(fork.split());
            for (int bit = 0; bit < both.length - 1; bit++) {
                both[bit] = multiplexer(
                        answer, bit < left.length ? left[bit] : ZERO, bit < right.length ? right[bit] : ZERO);
            }
            both[both.length - 1] = answer;
            return both;
        }

        private int multiplexer(int answer, int left, int right) {
            if (left == right) {
                return left;
            }
            int to;
            if (left >= firstFree) {
                to = left;
                release(right);
            } else if (right >= firstFree) {
                to = right;
            } else if (released.isEmpty()) {
                to = end;
                end += RowBits.WORDS;
            } else {
                to = released.remove(released.size() - 1);
            }
            circuit.addAll(List.of(to, answer, left, right));
            return to;
        }

        private void release(int words) {
            if (words >= firstFree) {
                released.add(words);
            }
        }

        private static void fill(TreeNode node, int place, int places, int[] ids, double[] values) {
            if (node instanceof TreeNode.Fork fork) {
                fill(fork.left(), place, places, ids, values);
                fill(fork.right(), place | 1 << (node.height() - 1), places, ids, values);
            } else if (node instanceof TreeNode.Leaf leaf) {
                ids[place] = leaf.id();
                for (int output = 0; output < leaf.values().length; output++) {
                    values[output * places + place] = leaf.values()[output];
                }
            }
        }
    }
}
