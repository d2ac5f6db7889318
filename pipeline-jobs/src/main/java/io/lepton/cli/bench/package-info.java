/**
 * Measurements that anybody can repeat: ours beside a named baseline in the same run on the same machine. They print ratios, since
 * absolute times say more about the machine than about the program, and they assert nothing.
 */
package io.lepton.cli.bench;
