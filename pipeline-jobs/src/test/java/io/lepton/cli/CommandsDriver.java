package io.lepton.cli;

/** Runs commands one after the other in a process of its own, and says how each ended. Arguments: a command line each. */
final class CommandsDriver {
    static final String ENDED = "exit code ";

    private CommandsDriver() {}

    public static void main(String[] commands) {
        for (String command : commands) {
            String[] words = command.split(" ");
            int exitCode = Lepton.commandLine(words).execute(words);
            System.err.flush();
            System.out.println(ENDED + exitCode);
        }
    }
}
