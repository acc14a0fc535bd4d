/** Made-up people: names heard in London, by sex and by a rough community of origin. */
const words = (text: string): readonly string[] => text.split(' ');

type Names = { female: readonly string[]; male: readonly string[]; family: readonly string[] };

export const names: Readonly<Record<'white' | 'asian' | 'black' | 'other', Names>> = {
	white: {
		female: words(
			'Olivia Emily Grace Charlotte Sophie Hannah Lucy Rebecca Eleanor Margaret Joan Patricia Susan Karen Siobhan Aoife Magdalena Agnieszka Elena Ioana Giulia Chiara Camille Ingrid Helen Beatrice Florence Matilda Ruth Dorothy'
		),
		male: words(
			'Oliver George Harry Jack Thomas William James Daniel Samuel Peter David Alan Kenneth Brian Liam Connor Piotr Tomasz Andrei Mihai Marco Luca Julien Lars Henry Arthur Stanley Ronald Edward Ben'
		),
		family: words(
			'Smith Jones Taylor Brown Williams Wilson Davies Evans Thomas Johnson Roberts Walker Wright Robinson Thompson White Hughes Edwards Green Hall Wood Clarke Murphy Kelly Byrne Nowak Kowalski Popescu Ionescu Rossi Ferrari Dubois Larsen Bennett Carter Shaw Marsh Fletcher Barker Holloway'
		)
	},
	asian: {
		female: words(
			'Aisha Fatima Priya Ananya Meera Nasreen Shabnam Rukhsana Farzana Sunita Kavita Lakshmi Nisha Rani Tahmina Yasmin Zara Mei Ling Xin Hui Thi Anjali Deepa Hafsa Maryam'
		),
		male: words(
			'Mohammed Abdul Imran Rahul Arjun Vikram Sanjay Rajesh Kamal Tariq Bilal Hassan Faisal Rafiq Shahid Anwar Suresh Nikhil Wei Jun Hao Minh Ravi Dev Yusuf Ibrahim'
		),
		family: words(
			'Khan Ahmed Ali Hussain Begum Rahman Islam Chowdhury Miah Uddin Patel Shah Singh Kaur Sharma Gupta Mehta Desai Iqbal Malik Akhtar Nair Perera Rajan Chen Wong Li Zhang Nguyen Tran'
		)
	},
	black: {
		female: words(
			'Abena Akua Chidinma Ngozi Folake Yetunde Blessing Comfort Grace Patience Marcia Sharon Beverley Latoya Keisha Amara Zainab Hodan Ayaan Selam Esther Mercy Naomi Joy'
		),
		male: words(
			'Kwame Kofi Chinedu Emeka Tunde Segun Emmanuel Samuel Joseph Winston Delroy Leroy Marlon Jerome Malik Abdi Yonas Isaac Elijah Daniel Femi Kojo Prince Michael'
		),
		family: words(
			'Adeyemi Okafor Okonkwo Balogun Mensah Boateng Owusu Asante Osei Campbell Clarke Grant Gordon Francis Joseph Pierre Bailey Reid Mohamed Abdi Hassan Tesfaye Kamara Sesay Kone Diallo Nkosi Eze'
		)
	},
	other: {
		female: words(
			'Layla Noor Leila Shirin Maria Sofia Camila Valentina Ayse Elif Zeynep Rima Dina Hala'
		),
		male: words('Omar Karim Reza Farhad Carlos Diego Mateo Juan Mehmet Emre Can Ziad Sami Nabil'),
		family: words(
			'Haddad Khoury Mansour Hosseini Ahmadi Yilmaz Demir Kaya Silva Santos Garcia Rodriguez Lopez Gomez Aziz Saleh Farouk Barzani'
		)
	}
};

/** Street names put together at random; where one exists, the person living there does not. */
export const streets: readonly string[] = words(
	'Marigold Lantern Cooper Tanner Wharf Saddler Juniper Hawthorn Sparrow Foundry Weaver Chandler Orchard Mulberry Kingfisher Anchor Ferry Rope Mill Quarry Larch Rowan Meadow Heron Bellfounder Glover Salter Vine Poplar Thistle'
);
export const ways: readonly string[] = words('Road Street Lane Close Gardens Terrace Avenue Mews');
