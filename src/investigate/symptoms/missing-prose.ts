import { code } from '../sighting.ts';
import type { Missing } from './missing.ts';
import { ended, inPlace, type Scene, type SymptomProse } from './wording.ts';

export function describeMissing(symptom: Missing, { seen, severity }: Scene): SymptomProse {
  const where = inPlace(seen);
  const at = seen.place ?? 'the code that logs it';
  switch (symptom.kind) {
    case 'missing-module': {
      const module = code(symptom.module);
      return {
        consequence: symptom.optional
          ? `Whatever needs ${module} does not run; the message itself speaks of something optional.`
          : `Whatever needs ${module} does not run.`,
        current: `The import of ${module} fails${where}: ${seen.quote}.`,
        expected: symptom.optional
          ? `Without ${module} the code takes its other way quietly, or the module is there.`
          : `${module} can be imported wherever this code is deployed.`,
        reading: `No module of that name was found when the import ran: it is not in the image, not on the search path, or named otherwise now. The log does not say which.`,
        next: symptom.optional
          ? `Decide whether ${module} belongs in this environment: if so, add it to the image; if not, guard the import in ${at} and log its absence once at start-up.`
          : `Check that ${module} is in the deployed image; if it is not, restore it or correct the import in ${at}.`,
      };
    }
    case 'missing-name': {
      const [module, name] = [code(symptom.module), code(symptom.name)];
      return {
        consequence: ended(severity),
        current: `${name} is asked of the module ${module}${where}, which does not have it: ${seen.quote}.`,
        expected: `${module} has ${name}, or nothing asks for it.`,
        reading: `Either ${module} is of another version than the code was written for, or the name was changed, or the module was not loaded to its end when it was asked. The log does not say which.`,
        next: `Check whether ${module}, as it is in the deployed image, has ${name}, and correct whichever of the two is out of date.`,
      };
    }
    case 'missing-command': {
      const command = code(symptom.command);
      return {
        consequence: `What ${command} was to do is not done.`,
        current: `${command} is to be run, and no program of that name is found: ${seen.quote}.`,
        expected: `${command} is found where the container runs it.`,
        reading: `It is not in the image, or not on the search path of the user that runs it, or the name is misspelt. The log does not say which.`,
        next: `Check that the image has ${command} and where; then install it, or correct the command or the search path.`,
      };
    }
    case 'missing-attribute': {
      const [owner, attribute] = [code(symptom.owner), code(symptom.attribute)];
      return {
        consequence: ended(severity),
        current: `Something of type ${owner} is asked for ${attribute}${where}, which it does not have: ${seen.quote}.`,
        expected: `What is used there has ${attribute}.`,
        reading:
          symptom.owner === 'function'
            ? `A plain function stands where an object with ${attribute} is expected: it was registered or passed as it is, instead of the object it belongs to or the result of calling it. The log does not say which function.`
            : `Either an object of another type than intended got there, or ${attribute} was renamed or removed from ${owner}. The log does not say which.`,
        next:
          symptom.owner === 'function'
            ? `Find what hands a plain function to ${at}, and hand over the object that has ${attribute} instead.`
            : `Follow where the ${owner} in ${at} comes from, and pass one that has ${attribute}.`,
      };
    }
    case 'missing-value': {
      const attribute = code(symptom.attribute);
      return {
        consequence: ended(severity),
        current: `${attribute} is read from ${symptom.owner}${where}: ${seen.quote}.`,
        expected: `The value is there before ${attribute} is read, or its absence is handled.`,
        reading: `The value that should carry ${attribute} was never set, or the call that makes it returned nothing. The log does not say which.`,
        next: `Find where the value is made that should carry ${attribute}${where}, and handle the case in which there is none.`,
      };
    }
    case 'missing-key': {
      const key = code(symptom.key);
      return {
        consequence: ended(severity),
        current: `The key ${key} is looked up${where} and is not there.`,
        expected: `${key} is there, or its absence is handled.`,
        reading: 'The log shows the key, not the mapping that lacks it.',
        next: `Log what ${at} was given, find who leaves ${key} out, and handle its absence.`,
      };
    }
    case 'missing-variable': {
      const variable = code(symptom.variable);
      return {
        consequence: ended(severity),
        current: `The environment variable ${variable} is read${where} and is not set: ${seen.quote}.`,
        expected: `${variable} is set wherever this code runs, or its absence is handled.`,
        reading: `The line of code that failed reads ${variable} from the environment, and the environment does not have it.`,
        next: `Set the environment variable ${variable} where this service is configured, or handle its absence in ${at}.`,
      };
    }
    case 'missing-prerequisite': {
      const [what, use] = [code(symptom.what), code(symptom.use)];
      return {
        consequence: `Whatever reads ${use} goes without it.`,
        current: `${use} is used although ${what} is not in place${where}: ${seen.quote}.`,
        expected: `${what} is in place before anything reads ${use}.`,
        reading: `Either ${what} is not added at all in this environment, or it is added too late for what reads ${use}. The log does not say which, nor who asks.`,
        next: `Check that ${what} is added, and before the first ${/middleware/i.test(symptom.what) ? 'middleware' : 'code'} that reads ${use}.`,
      };
    }
    case 'wrong-setting': {
      const setting = code(symptom.setting);
      return {
        consequence: `What needs ${setting} goes without it, or with a value that is not taken as it is.`,
        current: `The service complains about ${setting}: ${seen.quote}.`,
        expected: `${setting} is set to a value that is taken as it is.`,
        reading: 'It is wrong where it is set (environment, secret or deploy script), not where it is read.',
        next: `Correct ${setting} in the service's configuration, then deploy and see that the line is gone.`,
      };
    }
    case 'not-available': {
      const what = code(symptom.what);
      return {
        consequence: `What ${what} provides is missing.`,
        current: `${what} is looked for and not found${where}: ${seen.quote}.`,
        expected: `${what} is there, or nothing asks for it.`,
        reading: `It is not installed in this image, or could not be loaded. The log does not say which, nor whether it is wanted here.`,
        next: `Decide whether ${what} is wanted in this environment: add it to the image, or switch off what asks for it.`,
      };
    }
  }
}
