import { render } from 'preact';
import { App } from './app.tsx';
import { Gate } from './parts/gate.tsx';
import { openSession } from './session.ts';
import './styles/base.css';
import './styles/parts.css';
import './styles/run.css';
import './styles/draft.css';
import './styles/rendered.css';

const page = document.getElementById('page');
if (page === null) throw new Error('index.html has no place for the page.');
const open = await openSession().catch(() => false);
render(open ? <App /> : <Gate />, page);
