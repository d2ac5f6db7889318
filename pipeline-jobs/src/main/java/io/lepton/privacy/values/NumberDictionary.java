package io.lepton.privacy.values;

import io.lepton.privacy.recoding.Attribute;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Numbers everything that Spark holds in up to 64 bits: numbers, dates, times, booleans. Not-a-number is a missing value. */
public final class NumberDictionary implements Dictionary {
    private static final long serialVersionUID = 1;
    private static final int FREE = -1;

    private enum Width {
        BOOLEAN,
        BYTE,
        SHORT,
        INT,
        LONG,
        FLOAT,
        DOUBLE
    }

    private final Width width;
    private long[] values = new long[16];
    private int[] slots;
    private int size;

    public NumberDictionary(DataType type) {
        this(width(type));
    }

    private NumberDictionary(Width width) {
        this.width = width;
        this.slots = free(32);
    }

    private static Width width(DataType type) {
        if (type.equals(DataTypes.BooleanType)) {
            return Width.BOOLEAN;
        } else if (type.equals(DataTypes.ByteType)) {
            return Width.BYTE;
        } else if (type.equals(DataTypes.ShortType)) {
            return Width.SHORT;
        } else if (type.equals(DataTypes.IntegerType) || type.equals(DataTypes.DateType)) {
            return Width.INT;
        } else if (type.equals(DataTypes.FloatType)) {
            return Width.FLOAT;
        }
        return type.equals(DataTypes.DoubleType) ? Width.DOUBLE : Width.LONG;
    }

    private static int[] free(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, FREE);
        return slots;
    }

    @Override
    public int size() {
        return size;
    }

    private long bits(InternalRow row, int field) {
        return switch (width) {
            case BOOLEAN -> row.getBoolean(field) ? 1 : 0;
            case BYTE -> row.getByte(field);
            case SHORT -> row.getShort(field);
            case INT -> row.getInt(field);
            case LONG -> row.getLong(field);
                // -0.0 is 0.0 to whoever groups by it.
            case FLOAT -> Double.doubleToLongBits(row.getFloat(field) + 0.0);
            case DOUBLE -> Double.doubleToLongBits(row.getDouble(field) + 0.0);
        };
    }

    private boolean missing(InternalRow row, int field) {
        return row.isNullAt(field)
                || width == Width.DOUBLE && Double.isNaN(row.getDouble(field))
                || width == Width.FLOAT && Float.isNaN(row.getFloat(field));
    }

    @Override
    public int add(InternalRow row, int field) {
        return missing(row, field) ? Attribute.MISSING : add(bits(row, field));
    }

    private int add(long bits) {
        int slot = slot(bits);
        if (slots[slot] != FREE) {
            return slots[slot];
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
        }
        values[size] = bits;
        slots[slot] = size++;
        if (size > slots.length / 2) {
            slots = free(Math.multiplyExact(slots.length, 2));
            for (int code = 0; code < size; code++) {
                slots[slot(values[code])] = code;
            }
        }
        return slots[slot(bits)];
    }

    private int slot(long bits) {
        int mask = slots.length - 1;
        int slot = (int) Dictionary.mixed(bits) & mask;
        while (slots[slot] != FREE && values[slots[slot]] != bits) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    @Override
    public int find(InternalRow row, int field) {
        if (missing(row, field)) {
            return Attribute.MISSING;
        }
        int code = slots[slot(bits(row, field))];
        return code == FREE ? UNKNOWN : code;
    }

    @Override
    public int add(Dictionary other, int code) {
        return add(((NumberDictionary) other).values[code]);
    }

    @Override
    public long hash(int code) {
        return Dictionary.mixed(values[code] + 0x9E3779B97F4A7C15L);
    }

    @Override
    public Object value(int code) {
        long bits = values[code];
        return switch (width) {
            case BOOLEAN -> bits == 1;
            case BYTE -> (byte) bits;
            case SHORT -> (short) bits;
            case INT -> (int) bits;
            case LONG -> bits;
            case FLOAT -> (float) Double.longBitsToDouble(bits);
            case DOUBLE -> Double.longBitsToDouble(bits);
        };
    }

    @Override
    public Dictionary ordered(int[] order) {
        NumberDictionary ordered = new NumberDictionary(width);
        for (int code : order) {
            ordered.add(values[code]);
        }
        return ordered;
    }
}
