package io.lepton.config.yaml;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A single value.
 *
 * @param written as it stands in the file
 * @param text with variables filled in
 * @param bare whether it may be a number or true and false: not in quotes, or filled in
 */
record Scalar(String written, String text, boolean bare) {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0|[1-9]\\d*)?(\\.\\d*)?([eE][-+]?\\d{1,3})?");

    static Scalar of(ScalarNode node, String filled) {
        return new Scalar(node.getValue(), filled, node.isPlain() || Variables.in(node.getValue()));
    }

    int integer(int least, int most) {
        return Math.toIntExact(longInteger(least, most));
    }

    /** A number without fraction: {@code 1000}, {@code 1e3} and {@code 1000.0} are the same. */
    long longInteger(long least, long most) {
        long value = decimal().longValueExact();
        require(value >= least && value <= most);
        return value;
    }

    double number(double least, double most) {
        double value = decimal().doubleValue();
        require(value >= least && value <= most);
        return value;
    }

    boolean flag() {
        return switch (text) {
            case "true", "True", "TRUE" -> holds(true);
            case "false", "False", "FALSE" -> holds(false);
            case "yes" -> true;
            case "no" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    String nonEmpty() {
        require(!text.isEmpty());
        return text;
    }

    /** How a message shows the value; what a variable held is not shown. */
    String shown() {
        if (Variables.in(written)) {
            return "what '" + written + "' stands for";
        }
        return bare ? "'" + written + "'" : "\"" + written + "\" in quotes";
    }

    private boolean holds(boolean value) {
        require(bare);
        return value;
    }

    private BigDecimal decimal() {
        require(bare && NUMBER.matcher(text).matches());
        return new BigDecimal(text);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException();
        }
    }
}
