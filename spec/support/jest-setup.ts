import { expect } from '@jest/globals';
import { haveSameLength } from './have-same-length.ts';

expect.addEqualityTesters([haveSameLength]);
