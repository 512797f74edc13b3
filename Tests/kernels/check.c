// Proves the kernel sets of this processor equal to the scalar one, to the bit. Prints the cases of each set, or where
// it differs; exit status 1 then.

#include "support.h"

int main(void) {
    make_regions();
    for (size_t i = 0; pipit_kernels_at(i) != &pipit_kernels_scalar; i++) {
        const pipit_kernels *set = pipit_kernels_at(i);
        cases = 0;
        check_products(set);
        check_elementwise(set);
        print("kernels ");
        print(set->name);
        print(": ");
        print_number(cases);
        print(" cases equal scalar\n");
    }
    return 0;
}
